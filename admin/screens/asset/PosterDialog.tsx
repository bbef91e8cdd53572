/**
 * The picture of what the engine does not draw: a frame of a film, a page of a document, or a picture of somebody's own. What is
 * seen here is what every list, page and hot-link will show; the file itself stays as it is.
 */
import { Trash2, Upload } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AssetDetail, Version } from '../../../shared/contract/index.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { FieldError } from '../../components/Field.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { renditionUrl } from '../../components/Thumb.tsx';
import { putPoster, restorePoster } from '../../operations/uploads.ts';
import { adoptDetail } from '../../state/asset-changes.ts';
import { tr } from '../../state/locale.ts';
import { describeError, notify } from '../../state/notices.ts';
import { toApiError } from '../../state/resource.ts';
import { drawPicture } from '../../uploads/draw-picture.ts';
import { encodePoster } from '../../uploads/encode-poster.ts';
import { PDF_BYTES_MAX } from '../../uploads/poster-way.ts';
import { PosterFrame } from './PosterFrame.tsx';
import { PosterPage } from './PosterPage.tsx';
import type { DrawChoice } from './poster-choice.ts';

const SOURCES = ['frame', 'page', 'file'] as const;
type Source = (typeof SOURCES)[number];

function sourcesOf(asset: AssetDetail): readonly Source[] {
  if (asset.kind === 'video') return ['frame', 'file'];
  if (asset.mediaType === 'application/pdf' && asset.sizeBytes <= PDF_BYTES_MAX) return ['page', 'file'];
  return ['file'];
}

export interface PosterDialogProps {
  readonly asset: AssetDetail;
  readonly version: Version;
  readonly onClose: () => void;
}

export function PosterDialog({ asset, version, onClose }: PosterDialogProps) {
  const sources = sourcesOf(asset);
  const [source, setSource] = useState<Source>(sources[0] ?? 'file');
  const [draw, setDraw] = useState<{ readonly choice: DrawChoice } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const before = version.poster;
  const onChoice = (choice: DrawChoice | null) => {
    setDraw(choice && { choice });
    setError(null);
  };

  const act = async (change: () => Promise<AssetDetail | null>, done: string) => {
    setBusy(true);
    setError(null);
    try {
      const changed = await change();
      if (changed === null) {
        setError(tr('console.poster.undrawn'));
        return;
      }
      adoptDetail(changed);
      notify(done, {
        undo: async () => adoptDetail(await restorePoster(asset.id, version.id, before)),
      });
      onClose();
    } catch (failure) {
      setError(describeError(toApiError(failure)));
    } finally {
      setBusy(false);
    }
  };
  const use = async (choice: DrawChoice): Promise<AssetDetail | null> => {
    const canvas = await choice();
    const poster = canvas && (await encodePoster(canvas));
    return poster && putPoster(asset.id, version.id, poster);
  };

  const body =
    source === 'frame' ? (
      <PosterFrame asset={asset} onChoice={onChoice} />
    ) : source === 'page' ? (
      <PosterPage asset={asset} onChoice={onChoice} />
    ) : (
      <OwnPicture asset={asset} onChoice={onChoice} />
    );
  return (
    <Dialog
      title={tr('console.poster.title')}
      size="wide"
      onClose={onClose}
      footer={
        <>
          {before !== null && (
            <Button
              tone="quiet"
              icon={Trash2}
              class="poster-remove"
              disabled={isBusy}
              onClick={() =>
                void act(() => restorePoster(asset.id, version.id, null), tr('console.poster.removed'))
              }
            >
              {tr('console.poster.remove')}
            </Button>
          )}
          <Button onClick={onClose}>{tr('console.cancel')}</Button>
          <Button
            tone="primary"
            isBusy={isBusy}
            disabled={draw === null}
            onClick={() => draw && void act(() => use(draw.choice), tr('console.poster.done'))}
          >
            {tr(`console.poster.use.${source}`)}
          </Button>
        </>
      }
    >
      <div class="poster">
        {sources.length > 1 ? (
          <Tabs<Source>
            label={tr('console.poster.from')}
            value={source}
            onValue={(value) => {
              setSource(value);
              onChoice(null);
            }}
            tabs={sources.map((value) => ({ value, label: tr(`console.poster.from.${value}`) }))}
          >
            {body}
          </Tabs>
        ) : (
          body
        )}
        <FieldError error={error} />
        <p class="muted small">{tr('console.poster.about')}</p>
      </div>
    </Dialog>
  );
}

/** A picture from this computer; until one is chosen, the present one. */
function OwnPicture({
  asset,
  onChoice,
}: {
  asset: AssetDetail;
  onChoice: (choice: DrawChoice | null) => void;
}) {
  const picker = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<{ readonly name: string; readonly url: string } | null>(null);
  useEffect(() => () => (chosen ? URL.revokeObjectURL(chosen.url) : undefined), [chosen]);
  const present = renditionUrl(asset, 'preview');
  const shown = chosen?.url ?? present;
  return (
    <div class="stack-s">
      <div class="poster-stage">
        {shown ? (
          <img
            src={shown}
            alt={chosen ? tr('console.poster.chosen', { name: chosen.name }) : tr('console.poster.present')}
          />
        ) : (
          <span class="muted">{tr('console.poster.none')}</span>
        )}
      </div>
      <input
        ref={picker}
        type="file"
        accept="image/jpeg,image/png,image/webp,image/avif,image/gif"
        hidden
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (file === undefined) return;
          setChosen({ name: file.name, url: URL.createObjectURL(file) });
          onChoice(() => drawPicture(file));
        }}
      />
      <div class="line-up">
        <Button icon={Upload} onClick={() => picker.current?.click()}>
          {tr(chosen ? 'console.poster.another' : 'console.poster.choose')}
        </Button>
        <span class="muted small truncate">{chosen?.name ?? tr('console.poster.kinds')}</span>
      </div>
    </div>
  );
}
