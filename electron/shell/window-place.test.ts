import { expect, test } from 'vitest';
import { placeOf, placeWithin } from './window-place';

test('a place is read from what a page asks for, and nothing else is', () => {
  const asked = 'popup,left=-10,top=20,width=300,height=200,frame=no,nodeIntegration=yes';
  expect(placeOf(asked)).toEqual({ x: -10, y: 20, width: 300, height: 200 });
  expect(placeOf('left=1e9,top=NaN,width=99999999,height=,__proto__=1')).toEqual({});
});

test('a window remembered on a screen that is gone comes back into view', () => {
  const area = { x: 0, y: 30, width: 1280, height: 770 };
  const size = { width: 300, height: 360 };
  expect(placeWithin({ x: 2500, y: 40, ...size }, area)).toEqual({ x: 980, y: 40, ...size });
  expect(placeWithin({ x: -400, y: 5000, ...size }, area)).toEqual({ x: 0, y: 440, ...size });
  expect(placeWithin({ x: 0, y: 0, width: 9000, height: 9000 }, area)).toEqual(area);
});
