import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Journeys start real processes, a PostgreSQL and a browser; on two busy cores the default of 5 s is a coin toss.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // Most of their time they wait for those: one worker would leave a small machine idle.
    maxWorkers: Math.max(3, availableParallelism()),
  },
});
