// What the official types say of a message, a modal and a Home tab. The views of
// @slack/types take any object with a `type` as a block; here only known ones.
import type { HomeView, KnownBlock, ModalView } from '@slack/types';

export interface Message {
  blocks: KnownBlock[];
}

export interface Modal extends Omit<ModalView, 'blocks'> {
  blocks: KnownBlock[];
}

export interface Home extends Omit<HomeView, 'blocks'> {
  blocks: KnownBlock[];
}
