import { join } from 'node:path';
import { textFile } from '../store/durable-file';
import { SessionRegister, type SessionRegisterOptions } from './session-register';
import { ToldLog, type ToldLogOptions } from './told-log';

interface ResumeOptions extends ToldLogOptions, Omit<SessionRegisterOptions, 'file'> {}

/**
 * What clients find again when they come back, also after a restart of the service.
 * @throws the file system's error.
 */
export async function openResume(options: ResumeOptions) {
  const told = await ToldLog.open(options);
  const file = textFile(join(options.dataDir, 'sessions'));
  const sessions = await SessionRegister.open({ ...options, file });
  return {
    told,
    sessions,
    async close(): Promise<void> {
      await sessions.close();
      await told.close();
    },
  };
}
