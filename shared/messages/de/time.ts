/** Zeit: Zeiträume, Zeitpunkte und was die Zeitumstellung mit eingegebenen Zeiten macht. */
import type { time as source } from '../en/time.ts';

export const time: Readonly<Record<keyof typeof source, string>> = {
  'time.moment': '{instant} ({relative})',
  'time.now': 'jetzt',
  'time.window.always': 'ohne Ende',
  'time.window.from': 'ab {start}',
  'time.window.until': 'bis {end}',
  'time.window.between': 'von {start} bis {end}',
  'time.wall.gap':
    'Dann wird die Uhr vorgestellt; diese Zeit gibt es in {zone} nicht. Verwendet wird {used}.',
  'time.wall.ambiguous':
    'Dann wird die Uhr zurückgestellt; diese Zeit gibt es in {zone} zweimal. Verwendet wird {used}, nicht {other}.',
};
