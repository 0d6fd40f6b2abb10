// Where the rules of file names were before the services had a folder.

export * from "./services/storage/file-name.ts";
