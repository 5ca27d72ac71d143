import type { Page } from 'playwright-core';

/** Where what is drawn in the page is looked at; runs there, so that it may use nothing from here. */
function findTroubles(): string[] {
  const root = document.documentElement;
  const nameOf = (element: HTMLElement): string => {
    const text = element.textContent.trim().replace(/\s+/g, ' ').slice(0, 60);
    const name = element.dataset['testid'] ?? element.className.slice(0, 30);
    return `${element.localName}.${name} "${text}"`;
  };
  const cutOff = (element: HTMLElement): string[] => {
    const { overflowX, textOverflow } = getComputedStyle(element);
    const over = element.scrollWidth - element.clientWidth;
    if (over <= 1 || element.clientWidth === 0 || overflowX === 'visible') return [];
    const way = textOverflow === 'ellipsis' ? 'cut' : overflowX;
    return [`${way} by ${over} px: ${nameOf(element)}`];
  };
  const outside = (element: HTMLElement): string[] => {
    const { left, right, width } = element.getBoundingClientRect();
    const isInside = width <= 1 || (left >= -1 && right <= innerWidth + 1);
    const isText = element.childElementCount === 0 && element.textContent.trim() !== '';
    return isInside || !isText ? [] : [`outside: ${nameOf(element)}`];
  };
  const found = [...document.querySelectorAll<HTMLElement>('body *:not(svg, svg *, canvas)')]
    .filter((element) => element.checkVisibility() && !element.closest('.hidden-text'))
    .flatMap((element) => [...cutOff(element), ...outside(element)]);
  if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} px wide`);
  return [...new Set(found)];
}

/** What pictures may hide: sideways scrolling, texts that are cut off, texts outside the window. */
export async function troublesOf(page: Page): Promise<string[]> {
  return page.evaluate(findTroubles);
}
