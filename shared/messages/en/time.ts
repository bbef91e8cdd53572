/** Time: windows, moments and what daylight saving does to typed times. */
export const time = {
  'time.moment': '{instant} ({relative})',
  'time.now': 'now',
  'time.window.always': 'without end',
  'time.window.from': 'from {start}',
  'time.window.until': 'until {end}',
  'time.window.between': 'from {start} until {end}',
  'time.wall.gap': 'The clocks go forward then, and this time does not exist in {zone}. Using {used}.',
  'time.wall.ambiguous':
    'The clocks go back then, and this time happens twice in {zone}. Using {used}, not {other}.',
} as const;
