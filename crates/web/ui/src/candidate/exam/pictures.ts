import { getContext, setContext } from "svelte";

/** Where pictures come from, and how one is shown large. */
export interface PictureDesk {
  url(digest: string): string | undefined;
  zoom(digest: string, alt: string): void;
}

const KEY = Symbol("pictures");

export function providePictures(desk: PictureDesk): void {
  setContext(KEY, desk);
}

export function pictureDesk(): PictureDesk {
  return getContext<PictureDesk>(KEY);
}
