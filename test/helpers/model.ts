// The scripted model, under the path that it had before it became a package of its own.

export * from '../model-server/server.ts';
