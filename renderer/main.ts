import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';
import { openTransport } from './client/open-transport';
import { SessionToken } from './client/session-token';
import { Locale } from './i18n/i18n.svelte';
import { Session } from './state/session.svelte';
import { Theme } from './state/theme.svelte';
import { isTicker } from './state/ticker-place';

const token = new SessionToken(sessionStorage);
token.takeFrom(location, history);
const locale = new Locale(localStorage, navigator.languages);
const theme = new Theme(localStorage, matchMedia('(prefers-color-scheme: dark)'));
const open = () => openTransport(token);
const hasRoom = matchMedia('(width >= 700px)').matches;
// In the desktop app the services decide what is heard, wherever it is looked at.
const isSilent = isTicker(location) || window.tickwatch !== undefined;
const session = new Session({ open, token, locale, store: localStorage, hasRoom, isSilent });

const target = document.querySelector('#app');
if (!target) throw new Error('index.html has no #app');
mount(App, { target, props: { locale, theme, session, store: localStorage } });
void session.start();

// A link pasted into an open tab changes the fragment only, which loads nothing.
addEventListener('hashchange', () => {
  if (token.takeFrom(location, history)) void session.renew();
});
