/** Where the share dialog stands in the frame. Its code is loaded when it is first asked for. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { tr } from '../../state/locale.ts';
import { notifyFailure } from '../../state/notices.ts';
import { shareRequest } from './open-share-dialog.ts';

let loaded: ComponentType | null = null;

export function ShareDialogDoor() {
  const [Host, setHost] = useState<ComponentType | null>(() => loaded);
  const isAsked = shareRequest.value !== null;
  useEffect(() => {
    if (!isAsked || Host) return;
    import('./ShareDialog.tsx').then(
      ({ ShareDialogHost }) => {
        loaded = ShareDialogHost;
        setHost(() => ShareDialogHost);
      },
      (error: unknown) => {
        shareRequest.value = null;
        notifyFailure(error, tr('console.error.title'));
      },
    );
  }, [isAsked]);
  return isAsked && Host ? <Host /> : null;
}
