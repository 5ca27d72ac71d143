/**
 * The Electron program that set-up made ready.
 * @throws when set-up has not been run
 */
export function electronBinary(): string;
