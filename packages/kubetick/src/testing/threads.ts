export {
  checkOnThreads,
  exploreOnThreads,
  type ThreadsOptions,
  threadExplorer,
} from "../threads/explore-on-threads.ts";
