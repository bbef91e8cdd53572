/** A share link's page: choosing, packing, waiting for an archive, asking its owner. */
export const shareVisit = {
  'share.fact.until': 'Until {when}',
  'share.filter.label': 'Find files',
  'share.filter.all': 'All',
  'share.filter.go': 'Find',
  'share.filter.shown':
    '{count, plural, =0 {No file matches} one {1 of {total} files} other {{count} of {total} files}}',
  'share.filter.reset': 'Show all files',
  'share.select.all': 'Select all',
  'share.select.all_shown': 'Select all {count} shown',
  'share.select.none': 'Select none',
  'share.ticked_elsewhere':
    '{count, plural, one {1 more file is} other {{count} more files are}} selected that you do not see here.',
  'share.more': 'Show {count} more',
  'share.more.of': '{shown} of {total} files shown',
  'share.first_page': 'Back to the first files',
  'share.sizes': 'Sizes',
  'share.sizes.title': 'Which size of what?',
  'share.sizes.help': 'One choice for each kind of file. It holds for everything and for a selection.',
  'share.sizes.best': 'Best there is',
  'share.sizes.none': 'Leave out',
  'share.sizes.option': '{label}, {size}',
  'share.sizes.option_some': '{label}, {size} ({count} of {total})',
  'share.sizes.done': 'Done',
  'share.sizes.mixed': 'Sizes: your choice',
  'share.about': 'about {size}',
  'share.download.all.about': 'Download everything, {size}',
  'share.download.some.about': 'Download {count} of {total} files, {size}',
  'share.withheld.level': 'To look at only: there are no sizes of it, and this link hands out no originals.',
  'share.withheld.kind': 'To look at only: this link hands out no files of this kind.',
  'share.withheld.rights': 'To look at only: its licence does not allow this link to hand it out.',
  'share.withheld.title': 'To look at only',
  'share.withheld.text':
    '{count, plural, one {1 file on this page cannot be downloaded from this link. If you need it, ask for it.} other {{count} files on this page cannot be downloaded from this link. If you need one of them, ask for it.}}',
  'share.withheld.which': 'Which file',
  'share.tray.count': '{count, plural, one {1 file} other {{count} files}}, {size}',
  'share.parts.title': 'In {count} parts',
  'share.parts.text': 'More files than one archive takes. Each part opens on its own.',
  'share.parts.size': 'Or in {count} parts of at most {size}',
  'share.parts.size.text':
    'One archive can be resumed at any byte. Parts help where disks or rules want smaller files.',
  'share.parts.part': 'Part {number}',
  'share.parts.facts': '{count, plural, one {1 file} other {{count} files}}, {size}',
  'share.refused.not_for_this_use': 'Nothing of what you chose is offered in those sizes. Choose others.',
  'share.refused.bad_request': 'That could not be packed. Choose the files again.',
  'share.refused.no_longer':
    'That download is over. To have the file again, press download below, where it still stands.',
  'share.refused.transfer_running':
    'That download is under way already. Wait until it is through, or press download below for another.',
  'share.refused.gate': 'Your access has timed out. Open the link again, then download.',
  'share.refused.too_many_attempts':
    'Very many downloads have been begun within the last hour, by you or from your network. It works again within the hour.',
  'share.refused.other': 'That is not available any more. What you see below is.',

  'share.preparing.title': 'Your archive is being prepared',
  'share.preparing.text':
    'Some sizes have to be made first. Keep this page open: the download starts by itself. Your download is reserved.',
  'share.preparing.progress': '{ready} of {total} files are ready',
  'share.ready.title': 'Your download starts',
  'share.ready.text': '{file}: {count, plural, one {1 file} other {{count} files}}, {size}.',
  'share.ready.again': 'If nothing happens, start it here',
  'share.ready.resume': 'A transfer that is cut can be resumed by your browser; it counts as one download.',
  'share.preparing.over': 'This archive cannot be made',
  'share.preparing.over.text': '{reason} Your download was not counted.',
  'share.back': 'Back to the files',

  'share.media.play': 'Play',
  'share.media.level_unseen': 'This cannot be played here: the link does not hand out this file itself.',
  'share.media.level': 'Only a picture can be seen here: the link does not hand out this file itself.',
  'share.media.counted':
    'This link counts its downloads, and playing takes one. The file can be downloaded then without taking another.',
  'share.media.play_counted': 'Play, takes one download',
  'share.play.text':
    'One download was taken for this. You can play it as often as you like and download it, until ten minutes after it was last used.',
  'share.play.download': 'Download the file',

  'share.theatre.label': 'File {number} of {total}',
  'share.theatre.download': 'Download',
  'share.theatre.close': 'Close',
  'share.theatre.zoom': 'Zoom',

  'share.ask.title.extension': 'Ask for more time',
  'share.ask.title.limit_reached': 'Ask for more downloads',
  'share.ask.title.not_started': 'Ask for earlier access',
  'share.ask.title.not_here': 'Ask for use in your country',
  'share.ask.title.revoked': 'Ask about these files',
  'share.ask.title.item': 'Ask for this file',
  'share.ask.help': '{name} gets your request and answers by mail.',
  'share.ask.name': 'Your name',
  'share.ask.purpose': 'What do you need it for?',
  'share.ask.channel': 'Where it will be used',
  'share.ask.channel.any': 'Please choose',
  'share.ask.from': 'From',
  'share.ask.until': 'Until',
  'share.ask.territory': 'Countries',
  'share.ask.territory.help': 'For example: Germany, Austria, Switzerland. Or: worldwide.',
  'share.ask.optional': 'optional',
  'share.ask.wrong': 'Check the address and the dates, then send it again.',
  'share.ask.too_many':
    'Many requests have come in for this link. Try again in a while, or write to the contact.',
  'share.asked.title': 'Your request is with {name}',
  'share.asked.next':
    'The answer comes by mail to the address you gave. If it is granted, this link opens again by itself: keep its address.',
  'share.asked.next.item':
    'The answer comes by mail to the address you gave. If it is granted, the file appears here.',

  'mail.answer.declined': '{owner}, {organisation}, cannot grant this:',
  'mail.answer.downloads':
    'The link allows {count, plural, one {one more download} other {{count} more downloads}}.',
  'mail.answer.item': 'You can now download “{title}” from the link.',
  'shares.error.follows_collection': 'This link follows a collection: add the file to the collection.',
} as const;
