/**
 * The document being edited. Every change shows at once, is sent half a second after the last one, and can be taken back
 * with ⌘Z. What the server refuses stays on screen, marked as not saved.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Portal, PortalDocument } from '../../../shared/contract/index.ts';
import { type SaveState, useSaving } from '../../components/InlineField.tsx';
import { updatePortal } from '../../operations/portals.ts';
import { tr } from '../../state/locale.ts';
import { notify } from '../../state/notices.ts';

const SAVE_DELAY_MS = 500;

export interface PortalDraft {
  readonly document: PortalDocument;
  readonly state: SaveState;
  readonly error: string | null;
  /** Grows whenever the server has a newer draft: the page is worth loading again. */
  readonly revision: number;
  change(change: Partial<PortalDocument>): void;
  /** Sends what is not sent yet; false when the server refused it. */
  flush(): Promise<boolean>;
}

export function usePortalDraft(portal: Portal, onSaved: (portal: Portal) => void): PortalDraft {
  const [document, setDocument] = useState(portal.draft);
  const [revision, setRevision] = useState(0);
  const { state, error, save } = useSaving();
  const latest = useRef(document);
  const confirmed = useRef(document);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const isSending = useRef(false);

  const adopt = (next: PortalDocument, answer: Portal) => {
    confirmed.current = next;
    setRevision((number) => number + 1);
    onSaved(answer);
  };
  const flush = async (): Promise<boolean> => {
    clearTimeout(timer.current);
    if (isSending.current) {
      schedule();
      return true;
    }
    const sending = latest.current;
    if (sending === confirmed.current) return true;
    const before = confirmed.current;
    isSending.current = true;
    const isDone = await save(async () => {
      adopt(sending, await updatePortal(portal.id, { document: sending }));
      notify(tr('console.saved'), {
        quiet: true,
        undo: async () => {
          const answer = await updatePortal(portal.id, { document: before });
          latest.current = before;
          setDocument(before);
          adopt(before, answer);
        },
      });
    });
    isSending.current = false;
    if (isDone && latest.current !== sending) schedule();
    return isDone;
  };
  const latestFlush = useRef(flush);
  latestFlush.current = flush;
  const schedule = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void latestFlush.current(), SAVE_DELAY_MS);
  };
  useEffect(() => {
    const onHide = () => {
      if (globalThis.document.visibilityState === 'hidden') void latestFlush.current();
    };
    globalThis.document.addEventListener('visibilitychange', onHide);
    return () => {
      globalThis.document.removeEventListener('visibilitychange', onHide);
      void latestFlush.current();
    };
  }, []);

  return {
    document,
    state,
    error,
    revision,
    flush,
    change: (change) => {
      latest.current = { ...latest.current, ...change };
      setDocument(latest.current);
      schedule();
    },
  };
}
