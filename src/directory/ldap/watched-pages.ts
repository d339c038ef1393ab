/** Is told of each page: which one, from 1; how many entries it has, null = it did not come; how many milliseconds it took. */
export type PageWatcher = (page: number, entries: number | null, ms: number) => void;

/** The same pages, of each of which the watcher is told once. */
export async function* watchedPages<Page extends { readonly items: readonly unknown[] }>(
  pages: AsyncIterable<Page>,
  watcher: PageWatcher,
): AsyncGenerator<Page> {
  let number = 1;
  let began = performance.now();
  const ms = (): number => Math.round(performance.now() - began);
  try {
    for await (const page of pages) {
      watcher(number, page.items.length, ms());
      number++;
      yield page;
      // What is done with a page is none of the service's time.
      began = performance.now();
    }
  } catch (error) {
    watcher(number, null, ms());
    throw error;
  }
}
