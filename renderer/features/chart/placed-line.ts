/** A level as it is drawn. */
export interface DrawnLine {
  /** The same for the same level. */
  readonly key: string;
  readonly price: number;
  readonly title: string;
  readonly color: string;
  readonly style: 'solid' | 'dashed' | 'dotted';
  /** It is being moved: it stands out. */
  readonly isMoving?: boolean;
}

/** A level and where it stands, px from the top of the candles. */
export interface PlacedLine {
  readonly line: DrawnLine;
  /** Of its line; beyond the edges for one that is off the screen. */
  readonly y: number;
  /** Middle of its label; null where there was no room for it. */
  readonly labelY: number | null;
  readonly where: 'inside' | 'above' | 'below';
}
