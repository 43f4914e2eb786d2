# Perintah kinerja_lab. `make` saja menampilkan daftarnya; setiap perintah menyiapkan sendiri yang diperlukannya.
# Contoh: make laporan WILAYAH=bukittinggi PERIODE=2025-S1 · make laporan WILAYAH=semua · make laporan DATA=folder-saya

.DEFAULT_GOAL := bantuan
.PHONY: bantuan laporan uji cakupan uji-lama mutu tolok-ukur contoh kunci bekal lab pasang pasang-mutu

BIN     := .venv/bin
LAPORAN := $(if $(WILAYAH),'$(WILAYAH)') $(if $(PERIODE),--periode '$(PERIODE)') $(if $(DATA),--data '$(DATA)') \
	$(if $(KELUARAN),--keluaran '$(KELUARAN)') $(if $(BAHASA),--bahasa '$(BAHASA)') $(if $(PEKERJA),--pekerja '$(PEKERJA)')
KUNCI   := $(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command "make kunci" $(if $(NAIKKAN),--upgrade)
SESUAI  := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
INTI    := --numprocesses auto --dist loadfile
NBVAL   := --nbval --nbval-current-env --nbval-cell-timeout=120 --nbval-sanitize-with tests/sanitize.cfg

bantuan: ## Tampilkan daftar perintah
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1|/' | \
		while IFS='|' read -r nama arti; do printf '  %-14s %s\n' "$$nama" "$$arti"; done

laporan: pasang ## Buat laporan: WILAYAH=, PERIODE=, DATA=folder-saya, KELUARAN=, BAHASA=id|en
	$(BIN)/kinerja-lab laporan $(strip $(LAPORAN))

uji: pasang ## Jalankan semua uji, termasuk notebook
	$(BIN)/python -m pytest $(INTI) $(UJI)
	$(BIN)/python -m pytest $(INTI) $(NBVAL) notebooks

cakupan: pasang ## Jalankan uji dan ukur cakupannya, sedikitnya 90%
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

uji-lama: pasang ## Jalankan uji kalibrasi yang lama
	$(BIN)/python -m pytest $(INTI) -m slow $(UJI)

mutu: pasang-mutu ## Periksa gaya, tipe, arah impor, duplikasi, ukuran, dan notebook
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/duplikasi.py kinerja_lab tools
	$(BIN)/python -m pytest --quiet tests/test_architecture.py tests/test_environment.py tests/test_readme.py tests/notebooks tests/tools

tolok-ukur: pasang ## Ukur waktu dan memori di samping paket lain; UKUR='report loading --besar --runs 5'
	$(BIN)/python benchmarks/run.py $(UKUR)

contoh: pasang ## Tulis ulang data contoh di data/samples
	$(BIN)/kinerja-lab contoh data/samples

lab: pasang ## Buka notebook di JupyterLab
	$(BIN)/kinerja-lab lab

kunci: pasang-mutu ## Kunci ulang versi paket; NAIKKAN=1 mengambil versi terbaru
	$(KUNCI) --group uji --output-file requirements.lock pyproject.toml
	$(KUNCI) --group mutu --constraints requirements.lock --output-file requirements-mutu.lock
	$(KUNCI) --output-file benchmarks/peers.txt benchmarks/peers.in

bekal: pasang ## Susun bekal luring untuk laptop Windows; PY=3.11, 3.12, atau 3.13
	$(BIN)/python tools/bekal.py $(if $(PY),--python $(PY))

pasang: ## Pasang lingkungan kerja di .venv (dipanggil perintah lain)
	@$(call dengan_python,tools/pasang.py $(PASANG))

pasang-mutu:
	@$(call dengan_python,tools/pasang.py --mutu $(PASANG))

# Kandidat dijalankan, bukan hanya dicari: nama seperti python3.13 dapat ada tanpa dapat dipakai.
define dengan_python
for py in $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python); do \
	if $$py -c '$(SESUAI)' 2>/dev/null; then exec $$py $(1); fi; \
done; \
echo 'Perlu Python 3.11, 3.12, atau 3.13, tetapi tidak ditemukan. Pasang dahulu, atau sebutkan: make PYTHON=/jalur/python ...' >&2; \
exit 1
endef
