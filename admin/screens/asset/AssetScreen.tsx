import { Screen } from '../../components/Screen.tsx';

export default function AssetScreen() {
  return <Screen title="Asset">…</Screen>;
}
