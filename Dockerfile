# The gateway alone. To build: docker build -t anexo-gateway .   To run: see compose.yaml and docs/gateway.md

FROM node:22-slim AS build
WORKDIR /anexo
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.base.json tsconfig.build.json tsconfig.gateway.json ./
COPY contract contract
COPY server server
RUN npx tsc -p tsconfig.gateway.json
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /anexo
COPY package.json ./
COPY --from=build /anexo/node_modules node_modules
COPY --from=build /anexo/build build
# Nothing here belongs to this user, and nothing has to be written but /tmp, where requests are spooled.
USER node
EXPOSE 5081
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:5081/healthz').then(({ok}) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
# As npm run gateway: pieces of requests are freed as they pass, see docs/performance.md.
ENTRYPOINT ["node", "--expose-gc", "--max-semi-space-size=8", "build/server/gateway/main.js"]
CMD ["--config", "/etc/anexo/gateway.json"]
