/** Longest wait for a frame: hidden pages get none, but their title still shows a price. */
const HIDDEN_MS = 1000;

/** Runs once before the next drawn frame, or after a second where nothing is drawn. */
export function onNextFrame(run: () => void): void {
  const once = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    run();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, HIDDEN_MS);
}
