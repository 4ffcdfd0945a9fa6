# The worker of the example agents. core-bridge, the SDK's native part, needs glibc: no alpine.
FROM node:24.18.0-bookworm-slim AS base
WORKDIR /app
ENV NODE_ENV=production

FROM base AS build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm run build

FROM base AS packages
COPY package.json package-lock.json .npmrc deploy/install-runtime.mjs ./
RUN node install-runtime.mjs

FROM base
# Nothing of this is the worker's to write.
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
COPY deploy/worker-health.mjs ./deploy/
COPY examples ./examples
# The image's user `node`.
USER 1000:1000
# The worker takes up to 15 s to end after SIGTERM: see stop_grace_period in docker-compose.yml.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s --retries=3 CMD ["node", "deploy/worker-health.mjs"]
CMD ["node", "dist/cli.js", "worker", "examples/collections/agents.ts"]
