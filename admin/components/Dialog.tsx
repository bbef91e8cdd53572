/** Native modal dialogs: focus is kept inside, Escape closes, focus goes back to what opened it. */
import { X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { tr } from '../state/locale.ts';
import { describeError } from '../state/notices.ts';
import { toApiError } from '../state/resource.ts';
import { Button, IconButton } from './Button.tsx';
import { FieldError } from './Field.tsx';

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly size?: 'normal' | 'medium' | 'wide';
  readonly children: ComponentChildren;
  readonly footer?: ComponentChildren;
  /** Makes the content a form. */
  readonly onSubmit?: () => void;
}

/** Is open as long as it is rendered. */
export function Dialog({ title, onClose, size = 'normal', children, footer, onSubmit }: DialogProps) {
  const ref = useModal();
  const id = useId();
  const content = (
    <>
      <header class="dialog-head">
        <h2 id={id}>{title}</h2>
        <IconButton icon={X} label={tr('console.close')} onClick={onClose} />
      </header>
      <div class="dialog-body">{children}</div>
      {footer && <footer class="dialog-foot">{footer}</footer>}
    </>
  );
  return (
    <dialog
      ref={ref}
      class="dialog"
      data-size={size}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      {onSubmit ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {content}
        </form>
      ) : (
        <div class="dialog-inner">{content}</div>
      )}
    </dialog>
  );
}

/** Opens the dialog as modal when it is rendered. */
export function useModal() {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return ref;
}

export interface ActionDialogProps extends Pick<DialogProps, 'title' | 'onClose' | 'size' | 'children'> {
  /** The verb: "Withdraw 12 assets". */
  readonly action: string;
  readonly tone?: 'primary' | 'danger';
  readonly isDisabled?: boolean;
  /** Stays in sight over the buttons while the content scrolls. */
  readonly footNote?: ComponentChildren;
  /**
   * Closes the dialog when it succeeds, unless it answers `stay`; a failure is shown inside and nothing is lost.
   */
  readonly onAction: () => Promise<unknown>;
}

/** A dialog with one thing to do: says what it will affect, does it, or says why not. */
export function ActionDialog(props: ActionDialogProps) {
  const { title, onClose, size, children, action, tone = 'primary', isDisabled, footNote, onAction } = props;
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async () => {
    if (isBusy || isDisabled) return;
    setBusy(true);
    setError(null);
    try {
      if ((await onAction()) !== 'stay') onClose();
    } catch (failure) {
      setError(describeError(toApiError(failure)));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      size={size ?? 'normal'}
      onSubmit={() => void submit()}
      footer={
        <>
          {footNote && <div class="dialog-note">{footNote}</div>}
          <Button onClick={onClose}>{tr('console.cancel')}</Button>
          <Button
            type="submit"
            tone={tone}
            isStrong={tone === 'danger'}
            isBusy={isBusy}
            disabled={isDisabled === true}
          >
            {action}
          </Button>
        </>
      }
    >
      {children}
      <FieldError error={error} />
    </Dialog>
  );
}
