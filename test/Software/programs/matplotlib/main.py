import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

figure, axes = plt.subplots()
axes.plot([1, 2, 3], [1, 4, 9], label="squares")
axes.set_title("Text needs fonts")
axes.legend()
figure.savefig("figure.png")
figure.savefig("figure.svg")
print(open("figure.png", "rb").read(8) == b"\x89PNG\r\n\x1a\n")
print("</svg>" in open("figure.svg").read())
