/** Das Protokoll: ein Satz für jedes Ereignis, und die Worte der Auswertung. */
import type { audit as source } from '../en/audit.ts';

export const audit: Readonly<Record<keyof typeof source, string>> = {
  'audit.user.created': '{actor} hat {target} hinzugefügt.',
  'audit.user.changed': '{actor} hat das Konto von {target} geändert.',
  'audit.user.signed_in': '{actor} hat sich angemeldet.',
  'audit.user.signed_out': '{actor} hat sich abgemeldet.',
  'audit.asset.ingested': '{actor} hat „{target}“ hinzugefügt.',
  'audit.asset.version_added':
    '{actor} hat {number, select, none {eine Version} other {Version {number}}} von „{target}“ hinzugefügt.',
  'audit.asset.version_restored':
    '{actor} ist zu {number, select, none {einer früheren Version} other {Version {number}}} von „{target}“ zurückgekehrt.',
  'audit.asset.poster_added':
    '{actor} hat {number, select, none {einer Version} other {Version {number}}} von „{target}“ ein Vorschaubild gegeben.',
  'audit.asset.poster_removed':
    '{actor} hat {number, select, none {einer Version} other {Version {number}}} von „{target}“ das Vorschaubild genommen.',
  'audit.asset.described': '{actor} hat die Beschreibung von „{target}“ geändert.',
  'audit.asset.keywords_changed': '{actor} hat die Stichwörter von „{target}“ geändert.',
  'audit.asset.status_changed':
    '{actor} hat „{target}“ auf {after, select, draft {Entwurf} in_review {In Prüfung} approved {Freigegeben} other {einen anderen Status}} gesetzt.',
  'audit.asset.withdrawn':
    '{actor} hat „{target}“ zurückgezogen{reason, select, none {} other {: {reason}}}.',
  'audit.asset.embargo_changed': '{actor} hat die Sperrfrist von „{target}“ geändert.',
  'audit.asset.release_added': '{actor} hat „{target}“ eine Freigabeerklärung hinzugefügt.',
  'audit.asset.release_removed': '{actor} hat eine Freigabeerklärung von „{target}“ entfernt.',
  'audit.asset.override_added':
    '{actor} hat über „{target}“ von Hand entschieden{reason, select, none {} other {: {reason}}}.',
  'audit.asset.override_removed': '{actor} hat eine Entscheidung über „{target}“ zurückgenommen.',
  'audit.asset.url_signed': '{actor} hat eine Bildadresse von „{target}“ signiert.',
  'audit.suggestion.run_finished':
    '{actor} hat {count, plural, one {1 Stichwort} other {{count} Stichwörter}} für „{target}“ vorgeschlagen.',
  'audit.suggestion.decided': '{actor} hat über vorgeschlagene Stichwörter von „{target}“ entschieden.',
  'audit.license.created': '{actor} hat die Lizenz „{target}“ angelegt.',
  'audit.license.changed': '{actor} hat die Lizenz „{target}“ geändert.',
  'audit.license.deleted': '{actor} hat die Lizenz „{target}“ gelöscht.',
  'audit.license.assigned':
    '{actor} hat die Lizenz „{target}“ {count, plural, one {1 Inhalt} other {{count} Inhalten}} zugeordnet.',
  'audit.license.unassigned':
    '{actor} hat die Lizenz „{target}“ von {count, plural, one {1 Inhalt} other {{count} Inhalten}} entfernt.',
  'audit.collection.created': '{actor} hat die Sammlung „{target}“ angelegt.',
  'audit.collection.changed': '{actor} hat die Sammlung „{target}“ geändert.',
  'audit.collection.assets_changed':
    '{actor} hat die Sammlung „{target}“ geändert: {added, number} hinzugefügt, {removed, number} entfernt.',
  'audit.collection.reordered': '{actor} hat die Reihenfolge der Sammlung „{target}“ geändert.',
  'audit.collection.deleted': '{actor} hat die Sammlung „{target}“ gelöscht.',
  'audit.portal.created': '{actor} hat das Portal „{target}“ angelegt.',
  'audit.portal.changed': '{actor} hat das Portal „{target}“ geändert.',
  'audit.portal.published': '{actor} hat das Portal „{target}“ veröffentlicht.',
  'audit.portal.switched':
    '{actor} hat das Portal „{target}“ {off, select, true {abgeschaltet} other {eingeschaltet}}.',
  'audit.portal.deleted': '{actor} hat das Portal „{target}“ gelöscht.',
  'audit.share_link.issued': '{actor} hat den Link „{target}“ ausgestellt.',
  'audit.share_link.changed': '{actor} hat den Link „{target}“ geändert.',
  'audit.share_link.switched':
    '{actor} hat den Link „{target}“ {off, select, true {abgeschaltet} other {eingeschaltet}}.',
  'audit.share_link.transferred': '{actor} hat den Link „{target}“ an {after} übergeben.',
  'audit.share_link.revoked': '{actor} hat den Link „{target}“ widerrufen.',
  'audit.share_link.recipient_invited': '{actor} hat Personen zum Link „{target}“ eingeladen.',
  'audit.share_link.recipient_changed': '{actor} hat einen Empfänger des Links „{target}“ geändert.',
  'audit.share_link.gate_passed': '{actor} hat eine Schranke des Links „{target}“ passiert.',
  'audit.share_link.locked': 'Der Link „{target}“ wurde nach zu vielen falschen Versuchen gesperrt.',
  'audit.share_link.downloaded': '{actor} hat über den Link „{target}“ heruntergeladen.',
  'audit.upload_request.created': '{actor} hat die Anforderung „{target}“ angelegt.',
  'audit.upload_request.changed': '{actor} hat die Anforderung „{target}“ geändert.',
  'audit.upload_request.switched':
    '{actor} hat die Anforderung „{target}“ {off, select, true {geschlossen} other {wieder geöffnet}}.',
  'audit.upload_request.invited': '{actor} hat unter „{target}“ um Dateien gebeten.',
  'audit.upload_request.invitee_changed': '{actor} hat eine Einladung zu „{target}“ geändert.',
  'audit.upload_request.uploader_recorded': '{actor} hat begonnen, unter „{target}“ einzureichen.',
  'audit.submission.described': '{actor} hat Angaben zur eigenen Einreichung „{target}“ gemacht.',
  'audit.submission.opened': '{actor} hat „{target}“ aus der Quarantäne geholt.',
  'audit.submission.discarded': '{actor} hat „{target}“ gelöscht; die Datei war nicht übernommen worden.',
  'audit.submission.received': '{actor} hat „{target}“ eingereicht.',
  'audit.submission.reviewed': '{actor} hat die Einreichung „{target}“ geprüft.',
  'audit.inquiry.received': '{actor} hat nach „{target}“ gefragt.',
  'audit.inquiry.answered': '{actor} hat eine Frage zu „{target}“ beantwortet.',
  'audit.settings.changed': '{actor} hat die Einstellungen geändert.',
  'audit.actor.visitor': 'Ein Besucher',

  'insights.surface.portal': 'Portale',
  'insights.surface.share_link': 'Freigabelinks',
  'insights.surface.console': 'Konsole',
  'insights.surface.hotlink': 'Einbettungen',
};
