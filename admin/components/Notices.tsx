/** Notices at the foot of the window. In the top layer, so that an open dialog does not hide them. */
import { CircleAlert, X } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import { tr } from '../state/locale.ts';
import { dismissNotice, notices } from '../state/notices.ts';
import { Button, IconButton } from './Button.tsx';
import { Icon } from './Icon.tsx';

export function Notices() {
  const ref = useRef<HTMLElement>(null);
  const shown = notices.value;
  const newest = shown.at(-1)?.id;
  useEffect(() => {
    const layer = ref.current;
    if (!layer) return;
    if (layer.matches(':popover-open')) layer.hidePopover();
    if (newest !== undefined) layer.showPopover();
  }, [newest]);
  return (
    <section ref={ref} class="notices" popover="manual" aria-label={tr('console.notices')}>
      <div class="visually-hidden" aria-live="polite">
        {shown.at(-1)?.text}
      </div>
      {shown.map((notice) => (
        <div key={notice.id} class="notice" data-tone={notice.tone}>
          {notice.tone === 'bad' && <Icon of={CircleAlert} class="icon-lead" />}
          <div>
            {notice.text}
            {notice.detail && <div class="detail small">{notice.detail}</div>}
          </div>
          {notice.undo && <Button onClick={notice.undo}>{tr('console.undo')}</Button>}
          <IconButton icon={X} label={tr('console.dismiss')} onClick={() => dismissNotice(notice.id)} />
        </div>
      ))}
    </section>
  );
}
