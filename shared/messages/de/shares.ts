/** Freigabelinks und Upload-Anfragen: was der Server auf ihren Seiten und in Mails sagt. */
import type { shares as source } from '../en/shares.ts';

export const shares: Readonly<Record<keyof typeof source, string>> = {
  'shares.summary.none': 'Zurzeit ist keine seiner Dateien zu haben. Der Link ist offen bis {when}.',
  'shares.summary.view': 'Sie dürfen diese Dateien bis {when} ansehen.',
  'shares.summary.download_watermarked':
    'Sie dürfen bis {when} Kopien dieser Dateien mit Wasserzeichen herunterladen.',
  'shares.summary.download_renditions':
    'Sie dürfen diese Dateien bis {when} in den angebotenen Größen herunterladen.',
  'shares.summary.download_originals':
    'Sie dürfen diese Dateien bis {when} herunterladen, auch die Originale.',
  'shares.summary_some.download_watermarked':
    'Bis {when} dürfen Sie diese Dateien ansehen und von {count} der {total} Kopien mit Wasserzeichen herunterladen.',
  'shares.summary_some.download_renditions':
    'Bis {when} dürfen Sie diese Dateien ansehen und {count} der {total} in den angebotenen Größen herunterladen.',
  'shares.summary_some.download_originals':
    'Bis {when} dürfen Sie diese Dateien ansehen und {count} der {total} herunterladen, auch im Original.',
  'shares.left_out.no_rendition':
    'Von dieser Datei lässt sich keine Größe herstellen, und dieser Link bietet keine Originale an.',
  'shares.left_out.not_chosen': 'In der gewählten Größe nicht angeboten.',
  'shares.left_out.not_wanted': 'Dateien dieser Art haben Sie weggelassen.',
  'shares.copy_of': '{name} (Kopie)',
  'shares.territories.worldwide': 'weltweit',
  'shares.contact_line': '{name} <{email}>',
  'shares.error.end_passed': 'Das Ende muss in der Zukunft liegen.',
  'shares.error.end_too_late':
    'Ein Link darf höchstens {days, plural, one {1 Tag} other {{days} Tage}} offen bleiben, bis {when}.',
  'shares.error.look_only':
    'Der Link zeigt diese Datei nur: Ändern Sie, was er erlaubt, damit er sie herausgibt.',
  'shares.error.end_order': 'Das Ende muss nach dem Beginn liegen.',
  'shares.error.start_too_late':
    'Ein Link darf höchstens {days, plural, one {1 Tag} other {{days} Tage}} offen sein, bis {when}: Später kann er nicht beginnen.',
  'shares.error.vanity_reserved': 'Dieser Name ist dem System vorbehalten. Wählen Sie einen anderen.',
  'shares.error.logo': 'Das als Logo gewählte Asset gibt es nicht.',
  'shares.error.vanity_taken': 'Ein anderer Link hat diesen Namen schon in seiner Adresse.',
  'shares.error.not_yours': 'Dieser Link gehört {owner}. Ändern kann ihn die Person oder die Administration.',
  'shares.error.list_needs_code':
    'Solange eine Liste sagt, wer einen Code verlangen darf, fragt der Link danach. Leeren Sie zuerst die Liste.',
  'shares.error.ended':
    'Dieser Link ist am {when} zu Ende gegangen. Verlegen Sie zuerst sein Ende: Niemand bekommt einen Link geschickt, der sich nicht öffnet.',
  'shares.error.recipient_revoked': 'Die Adresse dieser Person ist widerrufen. Geben Sie sie zuerst zurück.',
  'shares.error.revoked': 'Dieser Link wurde endgültig widerrufen. Legen Sie stattdessen eine Kopie an.',
  'shares.error.no_assets': 'Diese Auswahl ist leer.',
  'shares.error.owner': 'Diese Person, die den Link übernehmen soll, gibt es nicht.',
  'shares.error.time_zone': 'Diese Zeitzone ist nicht bekannt.',
  'shares.error.preset': 'Die Größe „{name}“ gibt es nicht.',
  'shares.error.nothing_chosen': 'Nichts von der Auswahl kann heruntergeladen werden.',
  'shares.error.preparing':
    '{ready} von {total} Dateien sind bereit. Der Rest entsteht gerade: Drücken Sie die Taste gleich noch einmal.',
  'shares.error.nowhere': 'Es bleibt kein Land übrig, in dem sich der Link öffnen ließe.',
  'shares.error.link_ended': 'Dieser Link ist abgelaufen. Auf seiner Seite steht, wen Sie fragen können.',
  'shares.error.grant_over':
    'Die Zeit für diesen Download ist vorbei. Drücken Sie auf der Seite des Links noch einmal auf Herunterladen.',
  'shares.error.download_over':
    'Dieser Download ist abgeschlossen. Für einen weiteren drücken Sie auf der Seite des Links noch einmal auf Herunterladen.',
  'shares.error.being_prepared': 'Dieses Archiv wird noch vorbereitet. Versuchen Sie es gleich noch einmal.',

  'shares.file.kind': 'Art',
  'shares.file.kind.link': 'Link',
  'shares.file.kind.request': 'Upload-Anfrage',
  'shares.file.name': 'Name',
  'shares.file.state': 'Zustand',
  'shares.file.address': 'Adresse',
  'shares.file.owner': 'Verantwortlich',
  'shares.file.for': 'Für',
  'shares.file.may': 'Erlaubt ist',
  'shares.file.may.hand_in': 'Dateien abgeben',
  'shares.file.gates': 'Vor dem Öffnen',
  'shares.file.starts': 'Beginnt',
  'shares.file.ends': 'Endet',
  'shares.file.ends_utc': 'Endet (UTC)',
  'shares.file.used': 'Downloads oder Dateien',
  'shares.file.reserved': 'Laufende Downloads',
  'shares.file.limit': 'Höchstens',
  'shares.file.used_bots': 'Downloads durch Programme',
  'shares.file.openings': 'Von Menschen geöffnet',
  'shares.file.openings_bots': 'Von Programmen geöffnet',
  'shares.file.last_used': 'Zuletzt benutzt',
  'shares.file.created': 'Angelegt',
  'shares.file.accepted_at': 'Angenommen',
  'shares.file.accepted_by': 'Name',
  'shares.file.mail': 'E-Mail',
  'shares.file.country': 'Land',
  'shares.file.terms_version': 'Fassung der Bedingungen',
  'shares.file.terms_text': 'Angenommene Bedingungen',

  'mail.footer': 'Gesendet von {organisation} mit Vitrine.',
  'mail.greeting': 'Guten Tag {name},',
  'mail.level.view': 'die Dateien ansehen',
  'mail.level.download_watermarked': 'Kopien mit Wasserzeichen herunterladen',
  'mail.level.download_renditions': 'die angebotenen Größen herunterladen',
  'mail.level.download_originals': 'alles herunterladen, auch die Originale',
  'mail.level.nothing': 'zurzeit keine der Dateien sehen',
  'mail.level_some.download_watermarked':
    'die Dateien ansehen und von {count} der {total} Kopien mit Wasserzeichen herunterladen',
  'mail.level_some.download_renditions':
    'die Dateien ansehen und {count} der {total} in den angebotenen Größen herunterladen',
  'mail.level_some.download_originals':
    'die Dateien ansehen und {count} der {total} herunterladen, auch im Original',
  'mail.invite.may': 'Sie dürfen',
  'mail.invite.from': 'Geöffnet ab',
  'mail.invite.until': 'Geöffnet bis',
  'mail.invite.needs_password':
    'Der Link fragt nach einem Passwort. {owner} nennt es Ihnen auf einem anderen Weg.',
  'mail.invite.needs_code':
    'Der Link fragt nach Ihrer E-Mail-Adresse, {email}, und schickt Ihnen einen Code. Ein Konto brauchen Sie nicht.',
  'mail.invite.subject': '{owner} teilt „{name}“ mit Ihnen',
  'mail.invite.intro': '{owner}, {organisation}, teilt Dateien mit Ihnen: {name}.',
  'mail.invite.personal': 'Diese Adresse gehört nur Ihnen. Bitte geben Sie sie nicht weiter.',
  'mail.invite.action': 'Dateien öffnen',
  'mail.code.subject': '{code} ist Ihr Code für {organisation}',
  'mail.code.intro': 'Ihr Code für „{name}“:',
  'mail.code.expires':
    'Er gilt zehn Minuten. Wenn Sie ihn nicht angefordert haben, können Sie diese Mail ignorieren.',
  'mail.opened.subject': '„{name}“ wurde zum ersten Mal geöffnet',
  'mail.opened.intro': 'Ihr Link „{name}“ wurde zum ersten Mal geöffnet, {when}.',
  'mail.opened.intro_by':
    '{who} hat Ihren Link „{name}“ geöffnet, {when}. Er wurde damit zum ersten Mal geöffnet.',
  'mail.downloaded.subject': 'Heruntergeladen aus „{name}“',
  'mail.downloaded.intro': '{who} hat {what} aus Ihrem Link „{name}“ heruntergeladen, {when}.',
  'mail.downloaded.somebody': 'Jemand',
  'mail.downloaded.files': '{count, plural, one {1 Datei} other {{count} Dateien}}',
  'mail.limit.subject': '„{name}“ ist fast aufgebraucht',
  'mail.limit.intro': '{used} von {limit} Downloads Ihres Links „{name}“ sind verbraucht.',
  'mail.ending.subject': '„{name}“ endet bald',
  'mail.ending.intro': 'Ihr Link „{name}“ endet {when}.',
  'mail.ending.extend':
    'Wenn er noch gebraucht wird, verlängern Sie ihn um eine Woche. Die nächste Seite fragt zur Sicherheit nach.',
  'mail.ending.action': 'Verlängern bis {when}',
  'mail.digest.subject':
    'Ihre Links seit gestern: {count, plural, one {Neues von 1 Link} other {Neues von {count} Links}}',
  'mail.digest.title': 'Ihre Links',
  'mail.digest.intro':
    '{count, plural, one {Von einem Ihrer Links gibt es Neues.} other {Von {count} Ihrer Links gibt es Neues.}}',
  'mail.digest.opened': 'Zum ersten Mal geöffnet {when}',
  'mail.digest.downloaded': '{what} heruntergeladen',
  'mail.digest.downloaded_by': '{what} heruntergeladen von {who}',
  'mail.digest.others': 'anderen',
  'mail.digest.limit': '{used} von {limit} Downloads sind verbraucht',
  'mail.digest.ending': 'Endet {when}',
  'mail.digest.why':
    'Diese Mail kommt einmal am Tag, wenn etwas geschehen ist. An jedem Link steht, ob er darin vorkommt: „Mir sagen, wenn er benutzt wird“.',
  'mail.console.action': 'In der Konsole öffnen',
  'mail.inquiry.subject.extension': 'Mehr Zeit für „{name}“?',
  'mail.inquiry.subject.excluded_item': 'Angefragt: {name}',
  'mail.inquiry.subject.question': 'Eine Frage zu „{name}“',
  'mail.inquiry.intro': '{who} schreibt:',
  'mail.answer.subject': 'Antwort auf Ihre Anfrage zu „{name}“',
  'mail.answer.intro': '{owner}, {organisation}, antwortet:',
  'mail.answer.ends': 'Der Link endet jetzt am {when}.',
  'mail.answer.still_off': 'Der Link ist zurzeit abgeschaltet und nicht offen.',
  'mail.answer.extended': 'Der Link ist jetzt bis {when} offen.',
};
