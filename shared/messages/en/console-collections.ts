/** Console: collections, choosing assets, putting things in order. */
export const consoleCollections = {
  'console.more_rows': 'Show more',
  'console.slug_shape': 'Use lower-case letters, digits and single hyphens.',

  'console.sort.handle': 'Move {name}, position {position} of {total}',
  'console.sort.hint': 'Drag to move, or press Space and use the arrow keys',
  'console.sort.taken':
    'Taken up, position {position} of {total}. Arrow keys move it, Space puts it down, Escape leaves it.',
  'console.sort.position': 'Position {position} of {total}',
  'console.sort.done': 'Put down at position {position} of {total}',
  'console.sort.cancelled': 'Left where it was',

  'console.picker.placeholder': 'Title, file name, keyword, article number',
  'console.picker.present': 'Already there',

  'console.collections.new': 'New collection',
  'console.collections.create': 'Create collection',
  'console.collections.find': 'Find a collection',
  'console.collections.shown_on': 'on {portals}',
  'console.collections.starts': 'Starts {day}',
  'console.collections.ends': 'Ends {day}',
  'console.collections.ended': 'Ended {day}',
  'console.collections.empty_title': 'No collections yet',
  'console.collections.empty_text':
    'A collection is a curated set in an order you choose: a launch, a season, the logos. Portals show collections, and a link can hand one out. Assets stay in the library and can be in several.',

  'console.collection.back': 'Back to the collections',
  'console.collection.about': 'About this collection',
  'console.collection.assets': 'Assets of the collection, in order',
  'console.collection.more': 'More for this collection',
  'console.collection.title': 'Title',
  'console.collection.title_hint': 'Visitors of a portal read it.',
  'console.collection.description': 'Description',
  'console.collection.slug': 'Address',
  'console.collection.slug_hint':
    'The last part of the page’s address. Changing it breaks links to the old one.',
  'console.collection.window': 'Shown when',
  'console.collection.window_hint':
    'Outside this time nothing in it is delivered through it, whatever the licences say.',
  'console.collection.starts': 'From',
  'console.collection.ends': 'Until',
  'console.collection.at_once': 'At once',
  'console.collection.no_end': 'No end',
  'console.collection.places': 'Shown on',
  'console.collection.places_none': 'No portal shows it yet. Add it as a section in the portal’s editor.',
  'console.collection.cover_none': 'No picture yet',
  'console.collection.cover_first': 'Cover: the first asset',
  'console.collection.cover_chosen': 'Cover: chosen',
  'console.collection.cover_choose': 'Choose cover',
  'console.collection.cover_use': 'Use as cover',
  'console.collection.cover_clear': 'Not the cover',
  'console.collection.is_cover': 'Cover of the collection',
  'console.collection.move_first': 'Move to the front',
  'console.collection.moved': 'Order changed',
  'console.collection.move_failed': 'The order stays as it was',
  'console.collection.remove': '{count, plural, one {Take out} other {Take out {count}}}',
  'console.collection.removed':
    '{count, plural, one {Taken out of “{title}”} other {{count} assets taken out of “{title}”}}',
  'console.collection.remove_failed': 'The collection stays as it was',
  'console.collection.share': 'Share',
  'console.collection.share_some': 'Share {count}',
  'console.collection.add': 'Add assets',
  'console.collection.add_title': 'Add assets to “{title}”',
  'console.collection.add_action':
    '{count, plural, =0 {Add assets} one {Add 1 asset} other {Add {count} assets}}',
  'console.collection.empty_title': 'Nothing in it yet',
  'console.collection.empty_text':
    'Choose assets from the library, then drag them into the order visitors will see. The first one becomes the cover unless you choose another.',
  'console.collection.empty_library': 'Open the library',
  'console.collection.delete': 'Delete collection',
  'console.collection.delete_title': 'Delete “{title}”',
  'console.collection.delete_text':
    '{count, plural, =0 {It is empty.} one {Its asset stays in the library.} other {Its {count} assets stay in the library.}} A collection that a published portal shows, or that a link hands out, cannot be deleted until it is taken out there.',
  'console.collection.deleted': '“{title}” deleted',
} as const;
