/** What the services call the token that a run of the program began with. */
export const FIRST_TOKEN = 'this session';
