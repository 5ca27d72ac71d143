/** Where a hostile page aims at. */
export interface Target {
  /** Origin of the service. */
  readonly url: string;
  /** The service under other names. */
  readonly aliases: readonly string[];
  /** Even a stolen token must not help a page. */
  readonly token: string;
}

/**
 * Everything a page can try to reach a service, run within the page: it must not use anything from
 * outside. Tells what each attempt has got, empty text when nothing.
 */
export async function attempt({ url, aliases, token }: Target): Promise<Record<string, string>> {
  const rule =
    '{"symbol":"BTC/USDT","condition":{"type":"price_above","price":1},"mode":"once","severity":"info"}';
  const socketPath = '/socket.io/?EIO=4&transport=';
  const [health, prices, rules] = ['health', 'prices', 'alert-rules'].map(
    (each) => `${url}/api/v1/${each}`,
  ) as [string, string, string];
  const bearer = { Authorization: `Bearer ${token}` };
  const json = { 'Content-Type': 'application/json' };

  const viaFetch = (to: string, init?: RequestInit): Promise<string> =>
    fetch(to, init).then(
      async (response) => (response.ok ? `${response.status} ${await response.text()}` : ''),
      () => '',
    );
  const viaSocket = (at: string): Promise<string> =>
    new Promise((done) => {
      const socket = new WebSocket(`${at.replace('http', 'ws')}${socketPath}websocket`);
      socket.onopen = () => done('open');
      socket.onerror = () => done('');
    });
  const viaXhr = (method: string, to: string, body?: string): Promise<string> =>
    new Promise((done) => {
      const xhr = new XMLHttpRequest();
      xhr.open(method, to);
      xhr.onload = () => done(xhr.responseText);
      xhr.onerror = () => done('');
      xhr.send(body ?? null);
    });
  /** Ends as the element says, or after a while: what it has got is what the service has counted. */
  const viaElement = (tag: string, properties: object): Promise<string> =>
    new Promise((done) => {
      const element = Object.assign(document.createElement(tag), properties);
      element.onload = () => done(tag === 'iframe' ? '' : 'loaded');
      element.onerror = () => done('');
      setTimeout(() => done(''), 1500);
      document.body.append(element);
    });
  const viaForm = (method: string, enctype: string, fields: Record<string, string>) =>
    new Promise<string>((done) => {
      const frame = Object.assign(document.createElement('iframe'), { name: `f${Math.random()}` });
      const form = Object.assign(document.createElement('form'), {
        method,
        enctype,
        action: rules,
      });
      form.target = frame.name;
      for (const [name, value] of Object.entries(fields)) {
        form.append(Object.assign(document.createElement('input'), { name, value }));
      }
      document.body.append(frame, form);
      frame.onload = () => done('');
      setTimeout(() => done(''), 1500);
      form.submit();
    });
  const inWorker = (script: string): Promise<string> =>
    new Promise((done) => {
      const worker = new Worker(URL.createObjectURL(new Blob([script])));
      worker.onmessage = ({ data }) => done(String(data));
      worker.onerror = () => done('');
    });
  const inNullOrigin = (script: string): Promise<string> =>
    new Promise((done) => {
      const srcdoc = `<script>const postMessage=(m)=>parent.postMessage(m,'*');${script}</script>`;
      const frame = Object.assign(document.createElement('iframe'), { srcdoc });
      frame.setAttribute('sandbox', 'allow-scripts allow-forms');
      addEventListener('message', ({ data, source }) => {
        if (source === frame.contentWindow) done(String(data));
      });
      // Where no frame of the kind may be, nothing is ever said.
      setTimeout(() => done(''), 5000);
      document.body.append(frame);
    });
  const fetching = (to: string, init = '{}') =>
    `fetch('${to}',${init}).then((r)=>r.ok?r.text():'',()=>'').then((t)=>postMessage(t));`;
  const connecting = `const s=new WebSocket('${url.replace('http', 'ws')}${socketPath}websocket');s.onopen=()=>postMessage('open');s.onerror=()=>postMessage('');`;
  const events = (to: string): Promise<string> =>
    new Promise((done) => {
      const source = new EventSource(to);
      const end = (text: string): void => {
        source.close();
        done(text);
      };
      source.onopen = () => end('open');
      source.onerror = () => end('');
    });
  const beacon = (type: string): Promise<string> => {
    navigator.sendBeacon(rules, new Blob([rule], { type }));
    return Promise.resolve('');
  };
  const noCors = { mode: 'no-cors', method: 'POST' } as const;
  const withToken = `40${JSON.stringify({ token })}`;

  const attempts: Record<string, () => Promise<string>> = {
    fetch: () => viaFetch(health),
    'fetch no-cors': () => viaFetch(health, { mode: 'no-cors' }),
    'fetch with cookies': () => viaFetch(health, { credentials: 'include' }),
    'fetch with a token': () => viaFetch(prices, { headers: bearer }),
    'fetch POST of JSON': () => viaFetch(rules, { method: 'POST', headers: json, body: rule }),
    'fetch POST with a token': () =>
      viaFetch(rules, { method: 'POST', headers: { ...json, ...bearer }, body: rule }),
    'fetch no-cors POST': () => viaFetch(rules, { ...noCors, body: rule }),
    'fetch PUT': () => viaFetch(`${url}/api/v1/watchlist`, { method: 'PUT', body: '{}' }),
    'fetch DELETE': () => viaFetch(`${rules}/1`, { method: 'DELETE', headers: bearer }),
    'fetch keepalive': () => viaFetch(rules, { ...noCors, keepalive: true, body: rule }),
    'fetch of the page': () => viaFetch(`${url}/`),
    polling: () => viaFetch(`${url}${socketPath}polling`),
    'polling no-cors': () => viaFetch(`${url}${socketPath}polling`, { mode: 'no-cors' }),
    'polling POST': () => viaFetch(`${url}${socketPath}polling`, { ...noCors, body: withToken }),
    XHR: () => viaXhr('GET', health),
    'XHR POST': () => viaXhr('POST', rules, rule),
    'XHR polling': () => viaXhr('GET', `${url}${socketPath}polling`),
    WebSocket: () => viaSocket(url),
    EventSource: () => events(health),
    'EventSource of polling': () => events(`${url}${socketPath}polling`),
    'beacon as JSON': () => beacon('application/json'),
    'beacon as text': () => beacon('text/plain'),
    image: () => viaElement('img', { src: `${url}/icon.svg` }),
    script: () => viaElement('script', { src: health }),
    module: () => viaElement('script', { type: 'module', src: health }),
    'style sheet': () => viaElement('link', { rel: 'stylesheet', href: `${url}/api/docs.css` }),
    prefetch: () => viaElement('link', { rel: 'prefetch', href: health }),
    video: () => viaElement('video', { src: health }),
    object: () => viaElement('object', { data: health }),
    'frame of the page': () => viaElement('iframe', { src: `${url}/` }),
    'frame of the API': () => viaElement('iframe', { src: health }),
    'form GET': () => viaForm('GET', '', {}),
    'form POST': () => viaForm('POST', 'application/x-www-form-urlencoded', { symbol: 'BTC/USDT' }),
    'form POST of text': () =>
      viaForm('POST', 'text/plain', { [`${rule.slice(0, -1)},"x":"`]: '"}' }),
    'form POST in parts': () => viaForm('POST', 'multipart/form-data', { body: rule }),
    'worker fetch': () => inWorker(fetching(health)),
    'worker WebSocket': () => inWorker(connecting),
    'worker import': () => inWorker(`importScripts('${health}');postMessage('loaded');`),
    'null origin fetch': () => inNullOrigin(fetching(health)),
    'null origin POST': () =>
      inNullOrigin(fetching(rules, `{method:'POST',body:${JSON.stringify(rule)}}`)),
    'null origin WebSocket': () => inNullOrigin(connecting),
  };
  for (const alias of aliases) {
    attempts[`fetch of ${alias}`] = () => viaFetch(`${alias}/api/v1/health`);
    attempts[`WebSocket to ${alias}`] = () => viaSocket(alias);
  }
  const all = Object.entries(attempts).map(async ([name, run]) => [name, await run()] as const);
  return Object.fromEntries(await Promise.all(all));
}
