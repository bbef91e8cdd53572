/** One asset: its picture and everything that can be said about it. */
import { ArrowLeft, ChevronLeft, ChevronRight, CodeXml, Send } from 'lucide-preact';
import { useEffect } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import type { AssetDetail } from '../../../shared/contract/index.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { Screen } from '../../components/Screen.tsx';
import { Loaded } from '../../components/States.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { readAsset } from '../../operations/assets.ts';
import { assetKey } from '../../state/asset-changes.ts';
import { useCommands } from '../../state/commands.ts';
import { locale, tr } from '../../state/locale.ts';
import { goTo } from '../../state/navigation.ts';
import { browseOrder, rememberAsset } from '../../state/recent.ts';
import { useResource } from '../../state/resource.ts';
import { may } from '../../state/session.ts';
import { useShortcuts } from '../../state/shortcuts.ts';
import { isNarrow } from '../../state/viewport.ts';
import { useVersionDrop } from '../../uploads/DropZone.tsx';
import { RightsPane, RightsSection } from '../rights/RightsSection.tsx';
import { openShareDialog } from '../shares/open-share-dialog.ts';
import { ASSET_PANELS, type AssetPanel, assetPanel } from './asset-panel.ts';
import { DescribeSection } from './DescribeSection.tsx';
import { EmbedSection } from './EmbedSection.tsx';
import { FileSection } from './FileSection.tsx';
import { FocalPicture } from './FocalPicture.tsx';
import { KeywordsSection } from './KeywordsSection.tsx';
import { PlacesSection } from './PlacesSection.tsx';
import { Playground } from './Playground.tsx';
import { StatusControl } from './StatusControl.tsx';
import { VersionsSection } from './VersionsSection.tsx';

export default function AssetScreen() {
  const { params, query } = useRoute();
  const id = params.id ?? '';
  // An address may name the panel that is to be read, such as the rights of an asset that a link leaves out.
  useEffect(() => {
    const named = ASSET_PANELS.find((one) => one === query.panel);
    if (named) assetPanel.value = named;
  }, [id, query.panel]);
  const resource = useResource(assetKey(id), (signal) => readAsset(id, signal));
  const asset = resource.data;
  useVersionDrop(asset && may('asset:write') ? asset : null);
  useEffect(() => {
    if (asset) rememberAsset(asset);
  }, [asset?.id]);
  const at = browseOrder.value.indexOf(id);
  const step = (direction: 1 | -1) => {
    const next = at < 0 ? undefined : browseOrder.value[at + direction];
    if (next !== undefined) goTo(`/admin/assets/${next}`, { isReplacing: true });
  };
  useShortcuts({
    ArrowRight: () => step(1),
    ArrowLeft: () => step(-1),
    j: () => step(1),
    k: () => step(-1),
    Escape: () => back(),
    e: () => {
      assetPanel.value = 'embed';
    },
  });
  useCommands(
    () =>
      asset?.hotlink
        ? [
            {
              id: 'asset:embed',
              label: tr('console.embed.open', { title: asset.title }),
              group: tr('console.asset.title'),
              icon: CodeXml,
              shortcut: 'e',
              words: 'hotlink html markdown css img picture sign playground',
              run: () => {
                assetPanel.value = 'embed';
              },
            },
          ]
        : [],
    [asset?.id, asset?.title, locale.value],
  );
  const isPlaying = assetPanel.value === 'embed' && asset?.hotlink != null && !isNarrow.value;
  return (
    <Screen
      title={asset?.title ?? tr('console.asset.title')}
      lead={<IconButton icon={ArrowLeft} label={tr('console.asset.back')} shortcut="Escape" onClick={back} />}
      isPadded={false}
      actions={
        <>
          {at >= 0 && !isNarrow.value && (
            <span class="line-up">
              <span class="muted numeric">
                {tr('console.asset.position', { position: at + 1, total: browseOrder.value.length })}
              </span>
              <IconButton
                icon={ChevronLeft}
                label={tr('console.library.previous')}
                shortcut="k"
                disabled={at <= 0}
                onClick={() => step(-1)}
              />
              <IconButton
                icon={ChevronRight}
                label={tr('console.library.next')}
                shortcut="j"
                disabled={at >= browseOrder.value.length - 1}
                onClick={() => step(1)}
              />
            </span>
          )}
          {asset && may('share:write') && <ShareAct asset={asset} />}
        </>
      }
      inspector={asset && !isNarrow.value ? <AssetPanels asset={asset} /> : null}
    >
      <Loaded
        of={resource}
        skeleton={
          <div class="asset-picture">
            <div class="skeleton asset-frame" style={{ '--ratio': '1.5' }} />
          </div>
        }
      >
        {(detail) => (
          <div class="asset-body">
            {isPlaying ? (
              <Playground key={detail.id} asset={detail} />
            ) : (
              <FocalPicture key={detail.id} asset={detail} />
            )}
            {!isNarrow.value && assetPanel.value === 'rights' && <RightsPane asset={detail} />}
            {isNarrow.value && <AssetPanels asset={detail} />}
          </div>
        )}
      </Loaded>
    </Screen>
  );
}

/** A word where there is room for it beside the title. */
function ShareAct({ asset }: { asset: AssetDetail }) {
  const share = () => openShareDialog({ kind: 'assets', assetIds: [asset.id] }, { name: asset.title });
  const label = tr('console.bulk.share');
  return isNarrow.value ? (
    <IconButton icon={Send} label={label} onClick={share} />
  ) : (
    <Button icon={Send} onClick={share}>
      {label}
    </Button>
  );
}

function back(): void {
  // The library keeps its query in its address; going back keeps both query and scroll position.
  if (browseOrder.value.length > 0 && history.length > 1) history.back();
  else goTo('/admin/library', { isAnimated: true });
}

function AssetPanels({ asset }: { asset: AssetDetail }) {
  return (
    <>
      <div class="inspector-section">
        <StatusControl asset={asset} />
      </div>
      <div class="asset-panels">
        <Tabs<AssetPanel>
          label={tr('console.asset.panels')}
          value={assetPanel.value}
          onValue={(value) => {
            assetPanel.value = value;
          }}
          tabs={ASSET_PANELS.map((value) => ({
            value,
            label: tr(`console.asset.panel.${value}`),
            // One is what every asset has.
            ...(value === 'versions' && asset.versions.length > 1 ? { count: asset.versions.length } : {}),
          }))}
        >
          {assetPanel.value === 'describe' && (
            <>
              <KeywordsSection asset={asset} />
              <DescribeSection key={asset.id} asset={asset} />
              <PlacesSection asset={asset} />
            </>
          )}
          {assetPanel.value === 'rights' && <RightsSection asset={asset} />}
          {assetPanel.value === 'embed' && <EmbedSection key={asset.id} asset={asset} />}
          {assetPanel.value === 'versions' && <VersionsSection asset={asset} />}
          {assetPanel.value === 'file' && <FileSection asset={asset} />}
        </Tabs>
      </div>
    </>
  );
}
