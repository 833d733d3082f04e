# Run charts and individuals charts of base R, taking part in the conformance kit (README.md beside this file):
#   python -m measures.spc.conformance Rscript measures/spc/conformance/example.R
# Reads one case on its standard input and writes its answer; what it does not know it says. Needs the package jsonlite.
library(jsonlite)

question <- fromJSON(file("stdin"))
given <- question$input
known <- question$kind == "chart" && given$chart %in% c("run", "i") && all(names(given) %in% c("chart", "values"))
if (!known) {
  cat('{"unsupported": true}')
  quit()
}

y <- as.numeric(given$values)
if (given$chart == "run") {
  centre <- median(y, na.rm = TRUE)
  reach <- NA
} else {
  centre <- mean(y, na.rm = TRUE)
  reach <- 3 * mean(abs(diff(y)), na.rm = TRUE) / 1.128
}
side <- sign(y - centre)
side <- side[!is.na(side) & side != 0]
useful <- length(side)
runs <- rle(side)$lengths

answer <- list(
  values = y,
  centre = rep(centre, length(y)),
  lower = rep(centre - reach, length(y)),
  upper = rep(centre + reach, length(y)),
  runs = c(useful, max(runs, 0), round(log2(useful)) + 3, length(runs) - 1, qbinom(0.05, useful - 1, 0.5))
)
cat(toJSON(answer, na = "null", digits = NA))
