#!/usr/bin/env python3
"""Writes the Parquet files of this folder as pandas and pyarrow do: make.py (pandas 3.1.1, pyarrow 26.0.1)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent
SURVIVAL = {
    "time": [5, 3, 8, 2, 9, 4, 7, 6],
    "event": [1, 1, 0, 1, 1, 0, 1, 1],
    "x": [0.2, 1.1, 0.4, 0.9, 0.3, 0.7, 0.5, 0.8],
}


def write(name, frame):
    frame.to_parquet(HERE / name, compression=None)


if __name__ == "__main__":
    days = pd.to_datetime(["2024-01-01", "2024-01-02"] * 4, utc=True)
    write("time_zone.parquet", pd.DataFrame({**SURVIVAL, "seen": days}))
    write("large_ids.parquet", pd.DataFrame({**SURVIVAL, "id": np.int64(2**53) + np.repeat(np.arange(4), 2)}))
    write("shuffled.parquet", pd.DataFrame(SURVIVAL).sample(frac=1, random_state=1))
    write("small_types.parquet", pd.DataFrame({**SURVIVAL, "small": np.arange(8, dtype="int8")}))
    table = pa.table([pa.array(SURVIVAL["time"]), pa.array(SURVIVAL["event"]), pa.array(SURVIVAL["x"])], names=["time", "event", "x"])
    pq.write_table(table.rename_columns(["time", "event", "time"]), HERE / "twice.parquet", compression="none")
    write("int_categories.parquet", pd.DataFrame({**SURVIVAL, "g": pd.Categorical([1, 2] * 4)}))
