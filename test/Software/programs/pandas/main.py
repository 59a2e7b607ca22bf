import io
import pandas as pd

table = pd.read_csv(io.StringIO("city,year,count\nBonn,2020,3\nUlm,2020,5\nBonn,2021,4\nUlm,2021,8\n"))
print(table.groupby("city")["count"].sum().to_dict())
print(table.pivot(index="year", columns="city", values="count").to_string())
table["when"] = pd.to_datetime(table["year"].astype(str) + "-07-01")
print(table.set_index("when").resample("YS")["count"].mean().tolist())
table.to_json("table.json", orient="records")
print(len(pd.read_json("table.json")))
