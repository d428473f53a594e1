/** Where the program's files lie, wherever the build has put this part of it. */
import { existsSync } from 'node:fs';

function folderOfPackage(): URL {
  for (let folder = new URL('./', import.meta.url); ; folder = new URL('../', folder)) {
    if (existsSync(new URL('cards/', folder)) && existsSync(new URL('package.json', folder))) return folder;
    if (folder.pathname === '/') throw new Error('package.json and cards are not beside the program');
  }
}

const ROOT = folderOfPackage();

/** The address of a file or folder by its path from package.json. */
export const fromRoot = (path: string): URL => new URL(path, ROOT);
