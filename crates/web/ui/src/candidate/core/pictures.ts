import { NoAnswer, Problem } from "../../api/problem.ts";
import type { Inline, Paper, Picture, RichText } from "../../api/candidate.ts";

/** Every picture of a paper once, in reading order. */
export function picturesOf(paper: Paper): string[] {
  const found = new Set<string>();
  const add = (picture: Picture | null): void => void (picture && found.add(picture.digest));
  for (const item of paper.sections.flatMap((section) => section.items)) {
    inText(item.stem, found);
    add(item.picture);
    for (const option of item.options) {
      inText(option.text, found);
      add(option.picture);
    }
  }
  return [...found];
}

function inText(text: RichText, found: Set<string>): void {
  for (const block of text) {
    const runs = block.kind === "list" ? block.items.flat() : block.children;
    runs.forEach((run) => inRun(run, found));
  }
}

function inRun(run: Inline, found: Set<string>): void {
  if (run.kind === "picture") found.add(run.digest);
  else if (run.kind === "bold" || run.kind === "italic") run.children.forEach((child) => inRun(child, found));
}

/**
 * Whether a picture need not be asked for again: it is not there, or the page has left the attempt. After anything
 * else, a log-in that has ended included, it may come yet.
 */
export function isFinal(error: unknown): boolean {
  if (error instanceof NoAnswer) return error.reason === "aborted";
  return error instanceof Problem && error.status === 404;
}
