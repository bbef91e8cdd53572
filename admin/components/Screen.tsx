/**
 * The frame of one screen: title and actions, an optional line of filters, the content, and an inspector that follows
 * the selection: a pane with a remembered width on wide windows, a sheet on narrow ones.
 */
import { X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { tr } from '../state/locale.ts';
import { isNumber, remembered } from '../state/remembered.ts';
import { isNarrow } from '../state/viewport.ts';
import { IconButton } from './Button.tsx';
import { useModal } from './Dialog.tsx';

const MIN_WIDTH = 260;
const MAX_WIDTH = 640;
const STEP = 24;
const inspectorWidth = remembered('inspector.width', 352, isNumber);

export interface ScreenProps {
  readonly title: string;
  /** Beside the title, such as the number of rows. */
  readonly count?: ComponentChildren;
  readonly lead?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly toolbar?: ComponentChildren;
  readonly children: ComponentChildren;
  /** Scrolls and pads its content by itself where true; lists of any length bring their own scroller. */
  readonly isPadded?: boolean;
  /** Null: nothing to inspect. */
  readonly inspector?: ComponentChildren;
  readonly inspectorTitle?: string;
  /** Needed with an inspector: closes the sheet on narrow windows. */
  readonly onInspectorClose?: () => void;
}

export function Screen(props: ScreenProps) {
  const { title, count, lead, actions, toolbar, children, isPadded = true, inspector } = props;
  useEffect(() => {
    document.title = `${title} · Vitrine`;
  }, [title]);
  const hasInspector = inspector !== undefined && inspector !== null && inspector !== false;
  return (
    <div class="screen">
      <header class="screen-head">
        {lead}
        <h1 tabIndex={-1}>{title}</h1>
        {count !== undefined && <span class="screen-count">{count}</span>}
        {actions && <div class="screen-actions">{actions}</div>}
      </header>
      {toolbar && <div class="screen-toolbar">{toolbar}</div>}
      <div class="screen-body" data-padded={isPadded ? '' : undefined}>
        {children}
      </div>
      {hasInspector && !isNarrow.value && (
        <aside
          class="screen-inspector"
          aria-label={props.inspectorTitle ?? tr('console.inspector')}
          style={{ width: `${inspectorWidth.value}px` }}
        >
          <Resizer />
          <div class="inspector-content">{inspector}</div>
        </aside>
      )}
      {hasInspector && isNarrow.value && props.onInspectorClose && (
        <Sheet title={props.inspectorTitle ?? tr('console.inspector')} onClose={props.onInspectorClose}>
          {inspector}
        </Sheet>
      )}
    </div>
  );
}

/** A panel that rises from the foot of a narrow window. */
export function Sheet(props: { title: string; onClose: () => void; children: ComponentChildren }) {
  const ref = useModal();
  return (
    <dialog
      ref={ref}
      class="sheet"
      aria-label={props.title}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === ref.current) props.onClose();
      }}
    >
      <div class="sheet-head">
        {props.title}
        <IconButton icon={X} label={tr('console.close')} onClick={props.onClose} />
      </div>
      {props.children}
    </dialog>
  );
}

function Resizer() {
  const start = useRef<{ x: number; width: number } | null>(null);
  const resize = (width: number) => {
    inspectorWidth.value = Math.round(Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width)));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a focusable separator with a value is a widget (WAI-ARIA window splitter), <hr> is not.
    <div
      class="inspector-resizer"
      role="separator"
      aria-orientation="vertical"
      aria-label={tr('console.inspector_width')}
      aria-valuemin={MIN_WIDTH}
      aria-valuemax={MAX_WIDTH}
      aria-valuenow={inspectorWidth.value}
      tabIndex={0}
      onPointerDown={(event) => {
        start.current = { x: event.clientX, width: inspectorWidth.value };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (start.current) resize(start.current.width + start.current.x - event.clientX);
      }}
      onPointerUp={() => {
        start.current = null;
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') resize(inspectorWidth.value + STEP);
        else if (event.key === 'ArrowRight') resize(inspectorWidth.value - STEP);
        else return;
        event.preventDefault();
      }}
    />
  );
}
