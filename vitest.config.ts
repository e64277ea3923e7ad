import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Journeys start real processes, a PostgreSQL and a browser; on two busy cores the default of 5 s is a coin toss.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
