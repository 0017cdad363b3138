FROM node:24.21.0-trixie-slim AS base
WORKDIR /app

FROM base AS packages
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM base
COPY --from=packages /app/node_modules node_modules
COPY package.json LICENSE ./
COPY src src
COPY commands commands
RUN mkdir -m 0700 data && mkdir .compiled && chown 1000:1000 data .compiled
USER 1000:1000
ENV NODE_ENV=production NODE_COMPILE_CACHE=/app/.compiled PORT=3000
# What Node compiles is kept for every start. Only the user that runs it finds it again.
RUN ["node", "--input-type=module", "--eval", "await import('/app/src/app.ts')"]
VOLUME /app/data
EXPOSE 3000
HEALTHCHECK --interval=60s --timeout=5s --start-period=90s CMD ["node", "src/cli/health.mjs"]
ENTRYPOINT ["node"]
CMD ["src/index.ts"]
