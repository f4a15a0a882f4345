# docker build -t unrolled . && docker run -p 8000:8000 --cpus 2 unrolled
FROM python:3.11-slim AS build
COPY requirements/run.lock /run.lock
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --disable-pip-version-check -r /run.lock

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin unrolled \
    && install -d -o unrolled -m 700 /var/cache/unrolled
COPY --from=build /venv /venv
WORKDIR /srv/unrolled
COPY . .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 XDG_CACHE_HOME=/var/cache/unrolled
USER unrolled
# Compressed scripts and the font of the formulas, made here so that no start has to
RUN python -m app.assets
EXPOSE 8000
# There is a run host for each core of the container's quota (app/cores.py reads it), so --cpus is all there is to set.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["python", "-m", "app", "--host", "0.0.0.0"]
