/** Where a window is on the screen, px. */
export interface WindowPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a page may ask for; whatever else is written there is left out. */
const NAMES = { left: 'x', top: 'y', width: 'width', height: 'height' } as const;

/** Reads the place a page asks for: `popup,left=10,top=20,width=300,height=200`. */
export function placeOf(features: string): Partial<WindowPlace> {
  const place: { -readonly [K in keyof WindowPlace]?: number } = {};
  for (const feature of features.split(',')) {
    const [name = '', text = ''] = feature.split('=');
    const known = Object.entries(NAMES).find(([asked]) => asked === name)?.[1];
    if (known && /^-?\d{1,5}$/.test(text)) place[known] = Number(text);
  }
  return place;
}

/** Moves a place into an area of the screen, made smaller where it has to be. */
export function placeWithin(place: WindowPlace, area: WindowPlace): WindowPlace {
  const width = Math.min(place.width, area.width);
  const height = Math.min(place.height, area.height);
  const within = (at: number, from: number, room: number): number =>
    Math.min(Math.max(at, from), from + room);
  return {
    x: within(place.x, area.x, area.width - width),
    y: within(place.y, area.y, area.height - height),
    width,
    height,
  };
}
