/** Copies a text and says so. */
import { Check, Copy } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { tr } from '../state/locale.ts';
import { Button, type ButtonProps, IconButton } from './Button.tsx';

const SHOWN_MS = 2_000;

export interface CopyButtonProps {
  /** What is copied. */
  readonly text: string;
  /** The verb: "Copy link". */
  readonly label: string;
  readonly isIconOnly?: boolean;
  readonly tone?: ButtonProps['tone'];
}

export function CopyButton({ text, label, isIconOnly, tone }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  const name = isCopied ? tr('console.copied') : label;
  const icon = isCopied ? Check : Copy;
  return isIconOnly ? (
    <IconButton icon={icon} label={name} onClick={() => void copy()} />
  ) : (
    <Button tone={tone ?? 'plain'} icon={icon} onClick={() => void copy()}>
      {name}
    </Button>
  );
}
