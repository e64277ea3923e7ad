# One process of On Record: the bot with its page, and health on a port of its own. Writes to /app/var alone, and with a
# PostgreSQL to nothing.

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# The image has the Node that the development packages bring elsewhere.
RUN npm ci --omit=dev

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY src src
COPY prompts prompts
COPY data data
RUN mkdir var && chown node:node var
USER node
VOLUME /app/var
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.ADMIN_PORT || 8081) + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# As `npm start` does, without npm between the process and its signals.
CMD ["node", "--max-semi-space-size=4", "--import", "./src/compile-cache.js", "src/main.ts"]
