"""Apache Spark over the same files: for a lake that one machine does not carry any more."""

from __future__ import annotations

import os
import shutil
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from drumbeat.warehouse.engine.dialects import spark_of
from drumbeat.warehouse.engine.session import EngineMissing, FilesGone
from drumbeat.warehouse.objects import SCHEME, key_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.driver.maxResultSize": "0",  # `rows_at_once` bounds what comes back
    "spark.ui.showConsoleProgress": "false",
    "spark.cleaner.periodicGC.interval": "5min",  # kept results of finished work go with it
    # The lake's log names the files: nobody has to look for them with a job of its own.
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "10000",
}
_ON_ONE_MACHINE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "4",
}
_GONE = ("FILE_NOT_EXIST", "PATH_NOT_FOUND", "FileNotFoundException")


class SparkEngine:
    """One application on the cluster whose master is at `address`, begun when somebody asks."""

    rows_at_once = 20_000_000
    numbers = "xxhash64"

    def __init__(self, address: str) -> None:
        self.address = address
        self._starting = threading.Lock()
        self._started: SparkSession | None = None

    def must_be_here(self) -> None:
        if find_spec("pyspark") is None:
            raise EngineMissing("Spark is not installed: pip install 'drumbeat[spark]'")
        home = os.environ.get("JAVA_HOME")
        if not (shutil.which("java") or (home and Path(home, "bin", "java").exists())):
            raise EngineMissing("Spark needs Java 17 or newer: install it, or set JAVA_HOME")

    def answering(self) -> str:
        spark = self._spark()
        spark.range(1).count()
        return f"Spark {spark.version} at {self.address}"

    def session(self) -> SparkTables:
        return SparkTables(self._spark().newSession())

    def _spark(self) -> SparkSession:
        with self._starting:
            if self._started is None:
                self.must_be_here()
                self._started = _begun(self.address)
            return self._started


def _begun(address: str) -> SparkSession:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    # Rows come and go as Arrow; what it says of pandas concerns nobody here.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    builder = SparkSession.builder.master(address).appName("drumbeat")
    local = _ON_ONE_MACHINE if address.startswith("local") else {}
    for name, value in (_SETTINGS | local).items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
    except (PySparkException, Py4JError) as problem:
        raise EngineMissing(f"Spark at {address} does not start: {problem}") from None
    spark.sparkContext.setLogLevel("ERROR")
    return spark


class SparkTables:
    """A `session.Session`: temporary views of a Spark session of its own."""

    dialect = "spark"

    def __init__(self, spark: SparkSession) -> None:
        self._spark = spark
        self._named: set[str] = set()

    def close(self) -> None:
        for name in self._named:
            self._spark.catalog.dropTempView(name)

    def translated(self, sql: str) -> str:
        return spark_of(sql)

    def files(self, name: str, paths: list[str], schema: pa.Schema) -> None:
        from pyspark.sql.pandas.types import from_arrow_schema

        paths = [_of_hadoop(path) for path in paths]
        root = paths[0].rsplit("/", 2)[0]
        with _telling_gone():
            rows = (
                self._spark.read.schema(from_arrow_schema(schema))
                .option("basePath", root)
                .parquet(*paths)
            )
        self._mean(name, rows.select(*schema.names))

    def rows(self, name: str, table: pa.Table) -> None:
        # Each chunk becomes a batch, and Spark stops reading where two empty ones follow each other.
        self._mean(name, self._spark.createDataFrame(table.combine_chunks()))

    def view(self, name: str, sql: str) -> None:
        with _telling_gone():
            self._mean(name, self._spark.sql(sql))

    def keep(self, name: str, sql: str) -> None:
        # Caching would keep how it came about, and planning the tenth step would take longer than
        # running it. The executors drop it when nothing here refers to it any more.
        with _telling_gone():
            self._mean(name, self._spark.sql(sql).localCheckpoint(eager=False))

    def value(self, name: str, value: str) -> None:
        self._spark.sql(f"DECLARE OR REPLACE VARIABLE {name} STRING")
        self._spark.sql(f"SET VAR {name} = :value", args={"value": value})

    def run(self, sql: str) -> pa.Table:
        with _telling_gone():
            return self._spark.sql(sql).toArrow()

    def stream(self, sql: str) -> pa.RecordBatchReader:
        table = self.run(sql)
        return table.to_reader()

    def _mean(self, name: str, rows: DataFrame) -> None:
        rows.createOrReplaceTempView(name)
        self._named.add(name)


def _of_hadoop(path: str) -> str:
    """Spark reads an object store through Hadoop, which calls it s3a."""
    return f"s3a://{key_of(path)}" if path.startswith(SCHEME) else path


@contextmanager
def _telling_gone() -> Iterator[None]:
    """Raise FilesGone where Spark says it in one of its ways."""
    try:
        yield
    except Exception as problem:
        if any(sign in str(problem) for sign in _GONE):
            raise FilesGone(str(problem)[:500]) from problem
        raise
