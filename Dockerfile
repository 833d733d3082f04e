# One image for web, worker and beat; see docker-compose.yml.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DATA_DIR=/var/lib/redesign \
    STATIC_ROOT=/app/collected

RUN useradd --system --uid 10001 --home-dir /var/lib/redesign --create-home redesign
WORKDIR /app

COPY locks/run.txt locks/run.txt
RUN pip install --require-hashes --only-binary :all: -r locks/run.txt && python -m compileall -q /usr/local/lib

COPY manage.py ./
COPY redesign redesign
COPY teams teams
COPY measures measures
COPY oversight oversight
COPY templates templates
COPY static static
# Neither value is used for more than collecting files; both are absent from the finished image.
RUN SECRET_KEY=building DATABASE_URL=postgresql:///none python manage.py collectstatic --no-input --verbosity 0

USER redesign
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD \
    ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://localhost:{os.environ.get(\"PORT\", \"8000\")}/healthz', timeout=2)"]
CMD ["python", "-m", "redesign.serve", "web"]
