import type { Handlers } from '../handler-map';
import type { UpdateService } from './update-service';

export interface UpdateServices {
  readonly updates: UpdateService;
}

/** The handlers of requests about newer versions of the program. */
export function updateHandlers({ updates }: UpdateServices) {
  return {
    get_updates: () => updates.body,
    patch_updates: async (change) => {
      const named = Object.entries(change).filter(([, value]) => value !== undefined);
      if (named.length > 0) await updates.choose(Object.fromEntries(named));
      return updates.body;
    },
    check_updates: () => {
      updates.check();
      return updates.body;
    },
    download_update: () => {
      updates.download();
      return updates.body;
    },
    install_update: async () => {
      await updates.install();
      return updates.body;
    },
  } satisfies Partial<Handlers>;
}
