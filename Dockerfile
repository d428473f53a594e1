# syntax=docker/dockerfile:1
# Maru の本番用イメージ。動かし方は docs/operating.md。 / The image for production; see docs/operating.md.

# 2028年4月まで保守される版を、中身（digest）まで決めて。別の版は --build-arg で。
# Maintained until April 2028, and named by its digest; another one by --build-arg.
ARG NODE_IMAGE=node:24.18.0-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY .ci ./.ci
COPY src ./src
COPY cards ./cards
# 部品の一覧とライセンス（NOTICE、sbom.cdx.json）も dist に。 / The list of packages and their licences, too.
RUN node .ci/build.mjs && node .ci/notice.mjs

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

# デモ（compose.demo.yaml）。本番用のイメージには入りません。 / The demo; no part of the image for production.
FROM ${NODE_IMAGE} AS demo
RUN apt-get update && apt-get install --yes --no-install-recommends redis-server && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# PostgreSQL の部品は、初めて動くときに自分のフォルダーにリンクを作ります。 / PostgreSQL links its libraries in its own folder.
COPY --from=build --chown=node:node /app ./
COPY --chown=node:node manifests ./manifests
COPY --chown=node:node docker/demo.mjs ./docker/demo.mjs
COPY --chown=node:node test/fixtures/kita-r5.txt ./test/fixtures/kita-r5.txt
RUN mkdir /data && chown node:node /data
ENV DATA_DIR=/data
USER node
EXPOSE 3080
VOLUME /data
CMD ["node", "docker/demo.mjs"]

FROM ${NODE_IMAGE}
# 組み立ての道具は残しません。 / No tools to build or install with are left.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
      /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-*
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY package.json ./package.json
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY cards ./cards
COPY manifests ./manifests
COPY docker/healthcheck.mjs ./docker/healthcheck.mjs
# 何も書き込まないので、フォルダーは root のまま。 / Nothing is written here, so the files stay root's.
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["node", "docker/healthcheck.mjs"]
ENTRYPOINT ["node", "dist/cli.js"]
CMD ["serve"]
