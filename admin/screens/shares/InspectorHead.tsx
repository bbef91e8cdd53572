/** Head of what is looked at beside the register: its name, unless the sheet says it already, its state and its address. */
import type { ComponentChildren } from 'preact';
import type { ShareState } from '../../../shared/contract/index.ts';
import { AddressActs, type AddressActsProps } from '../../components/AddressActs.tsx';
import { ShareMark } from '../../components/StatusMark.tsx';
import { isNarrow } from '../../state/viewport.ts';

export interface InspectorHeadProps extends AddressActsProps {
  readonly name: string;
  readonly state: ShareState;
  /** What can be done with it. */
  readonly children?: ComponentChildren;
}

export function InspectorHead({ name, state, url, pageUrl, children }: InspectorHeadProps) {
  return (
    <section class="inspector-section" aria-label={name}>
      <div class="spread">
        {!isNarrow.value && <h2 class="part-title truncate">{name}</h2>}
        <ShareMark state={state} />
      </div>
      <div class="share-url">
        <span class="truncate">{url.replace(/^https?:\/\//, '')}</span>
        <AddressActs url={url} {...(pageUrl === undefined ? {} : { pageUrl })} />
      </div>
      {children}
    </section>
  );
}
