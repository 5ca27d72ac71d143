import type { Plugin } from 'vite';

export function noteBundledPackages(): Plugin;
export function bundledPackages(): string[];
