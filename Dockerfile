# Fairword in a container: `docker compose up` (see docker-compose.yml) or, with the embedded Redis and its
# data in the volume, `docker run --init -p 127.0.0.1:8080:8080 -v fairword:/data fairword`.
ARG PYTHON_IMAGE=python:3.13-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
RUN python -m venv /opt/fairword
COPY requirements.lock ./
RUN /opt/fairword/bin/python -m pip install --only-binary :all: --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY classifier ./classifier
COPY service ./service
RUN /opt/fairword/bin/python -m pip install --no-deps --no-build-isolation .

FROM ${PYTHON_IMAGE}
RUN groupadd --gid 10001 fairword \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin fairword \
 && install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=build /opt/fairword /opt/fairword
ENV PATH=/opt/fairword/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    JOBLIB_MULTIPROCESSING=0 \
    FAIRWORD_HOST=0.0.0.0 \
    FAIRWORD_PORT=8080 \
    FAIRWORD_DATA_DIR=/data \
    FAIRWORD_LOG_FORMAT=json
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
# Live, not ready: an orchestrator may restart what is unhealthy, and a restart doesn't bring an absent Redis back.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:${FAIRWORD_PORT}/healthz', timeout=2)"
ENTRYPOINT ["fairword", "serve"]
